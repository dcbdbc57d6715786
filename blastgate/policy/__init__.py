"""The policy: a one-page table, read with positions, merged in layers that only tighten."""
