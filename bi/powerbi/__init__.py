"""A project of Power BI Desktop: tables, relationships, measures."""
