"""Documents in, citable passages out. No numpy and no models in this package."""
