"""The processes below a process, as the kernel lists them."""

from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Return the pids below ``pid``, nearest first; nothing where there is no /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = entry.read_text()
        except OSError:  # it ended while we were looking
            continue
        # The name between brackets may hold spaces; the parent is the second field after it.
        parent = int(text.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(entry.parent.name))
    found = list(children.get(pid, []))
    for child in found:
        found.extend(children.get(child, []))
    return found
