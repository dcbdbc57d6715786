"""Count what attribution finds in a history: by period, by group, and where it is heading. No git, no clock."""
