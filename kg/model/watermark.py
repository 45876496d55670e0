"""What every view and export says of a document that the project itself wrote."""

WATERMARK = "project-written illustration, see its sources"
"""Shown in place of a publisher: such a document illustrates, and is never a source."""
