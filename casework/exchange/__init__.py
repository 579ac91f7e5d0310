"""What comes in and goes out besides single cases: older registers, and the register as the offices keep it."""
