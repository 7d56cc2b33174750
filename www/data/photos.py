"""Packs photographs, made small, into one file for the samples of room Image:

    python3 www/data/photos.py FOLDER > www/data/photos.json

FOLDER holds the pictures named below, of the public repository BuddiesOfBudgie/budgie-backgrounds (CC0-1.0). Wanted is
a picture with an animal, one with fine detail all over, one with a calm sky. Needs Pillow.
"""

import base64
import io
import json
import sys
from pathlib import Path

from PIL import Image

NAMES = {
    "otter": "budgie-oakland-zoo-otters",
    "spices": "budgie-the-spices-of-life",
    "mountains": "budgie-lake-sherburne",
}
WIDTH = 480

photos = {}
for name, file in NAMES.items():
    picture = Image.open(Path(sys.argv[1]) / f"{file}.webp").convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    packed = io.BytesIO()
    picture.resize((WIDTH, height), Image.Resampling.LANCZOS).save(packed, "JPEG", quality=90, subsampling=0)
    photos[name] = base64.b64encode(packed.getvalue()).decode()
print(json.dumps(photos, indent=2))
