// The script that other sites load.
import './kit.js';
