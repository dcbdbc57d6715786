"""What ``blastgate backtest`` prints: one file per format."""
