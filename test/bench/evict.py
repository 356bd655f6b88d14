"""Takes the files of a list (one path a line) out of the page cache, and says how many of their pages are still in it.

posix_fadvise(DONTNEED) needs no privileges but lets pages stay that are not yet on the disk, so a file with such pages
is synced; mincore tells of a mapping which of its pages are in memory. Standard library only; Linux.
"""

import ctypes
import json
import mmap
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.mincore.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]


def resident_pages(file, size):
    pages = -(-size // mmap.PAGESIZE)
    if pages == 0:
        return 0, 0
    address = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
    if address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "mmap")
    try:
        states = ctypes.create_string_buffer(pages)
        if libc.mincore(address, size, states) != 0:
            raise OSError(ctypes.get_errno(), "mincore")
        return sum(state & 1 for state in states.raw), pages
    finally:
        libc.munmap(address, size)


def evicted(file):
    """How many of the file's pages are still in memory, and how many it has."""
    size = os.fstat(file).st_size
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    resident, pages = resident_pages(file, size)
    if resident > 0:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        resident, pages = resident_pages(file, size)
    return resident, pages


def main():
    with open(sys.argv[1]) as file:
        paths = sorted(set(file.read().split("\n")) - {""})
    resident, pages = 0, 0
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        try:
            still, all_pages = evicted(file)
            resident, pages = resident + still, pages + all_pages
        finally:
            os.close(file)
    print(json.dumps({"files": len(paths), "pages": pages, "resident": resident}))


main()
