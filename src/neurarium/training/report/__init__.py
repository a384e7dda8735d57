"""One run as one HTML file, and the curves of runs as SVG."""

from neurarium.training.report.curves import curves_svg, run_labels
from neurarium.training.report.page import report_html, write_report

__all__ = ["curves_svg", "report_html", "run_labels", "write_report"]
