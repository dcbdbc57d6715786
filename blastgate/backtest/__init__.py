"""Count what merged changes would have got under a policy. Pure: judged changes in, figures out; it ranks nobody."""
