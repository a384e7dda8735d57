"""Data of one's own: a folder of images with a subfolder a class, or a CSV."""
