"""The system of an agency: reads recommendations, answers with votes."""
