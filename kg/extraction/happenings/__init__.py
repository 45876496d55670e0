"""A general reader of engagements: it proposes an event wherever a noun or a verb of meeting, going or drilling stands.

Each proposal takes its parties, day, place and status from its clause, else from its sentence, else from what the text
is about; what is a habit or a mere hope is dropped, and what means one event is joined.
"""
