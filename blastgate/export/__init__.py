"""The policy's path rules as the settings of coding agents, so that the agent is stopped first: one file per agent."""
