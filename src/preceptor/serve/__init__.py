"""What was examined, served: rating pages for clinicians and interfaces for other programs."""
