"""What the libraries raise when bytes are not what they should be.

pyHanko and asn1crypto are written for files that are nearly right; fed with a hostile one they raise almost
anything. Whoever reads a foreign PDF catches these around the library's calls only, and says one sentence.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError, SigningError
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError

BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
    PdfError,
    CMSExtractionError,
    CMSStructuralError,
    SigningError,
    InvalidSignature,
    UnsupportedAlgorithm,
    PathBuildingError,
    PathValidationError,
    ValidationError,
)
"""Left out on purpose: OSError (a disk that fails is no forged file) and RuntimeError but for recursion."""
