"""Nine thin components, each the awkward kind: the shapes are right only if these are small."""
