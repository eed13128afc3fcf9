"""How much one laptop carries: ratios between two ways measured in the same run, interleaved."""
