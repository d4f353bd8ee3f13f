"""A demonstration council: people, two years of invented incidents, and what was done about them. Demo mode only."""
