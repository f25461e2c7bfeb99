"""Files and articles in: curated files, interchange formats, attribution candidates."""
