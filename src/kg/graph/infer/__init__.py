"""What follows: rules run to a fixpoint, HermiT asked for contradictions, proofs of a statement."""
