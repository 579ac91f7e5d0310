"""Figures of the office: the annual report and its identities, and what the dashboards count."""
