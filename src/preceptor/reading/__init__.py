"""Reading of clinical text: pure functions over a text and a lexicon passed in; nothing is learnt, nothing is fetched.

Each file reads one thing: `sentences`, `sections`, `terms` (phrases of a lexicon), `assertion` (present, absent,
possible, hypothetical, historical, family), `numbers` (values with units), `dates`, `times` (when in the story),
`people` (age and sex) and `abbreviations` (short forms that the text itself explains). All places are offsets
into the text as given: `text[start:end]`.
"""
