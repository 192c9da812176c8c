"""The scorer of event coreference."""
