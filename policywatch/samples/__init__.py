"""The sample sources of `policywatch demo`: written for it, no publisher's words, and no record of events."""
