"""The questions of the report, one form a page. Each turns what was answered into facts; "not sure" becomes none."""
