"""Everything that is measured: each starts its servers, and knows how its clients listen and send."""
