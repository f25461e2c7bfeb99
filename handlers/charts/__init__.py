"""Pictures as PNG: who said what when, and on what terms; pure drawing, without a messenger."""
