"""Papers as PDF: ReportLab, Tinos embedded."""
