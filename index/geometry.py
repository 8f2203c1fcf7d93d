"""What every encoder does to its vectors."""

import numpy as np

from index.types import Vectors


def unit(vectors: Vectors) -> Vectors:
    """Vectors at unit length; zero vectors stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return scaled
