"""One file per guardrail: what no level and no approval excuses. A guardrail can only make an outcome stricter."""
