"""Programs of others: they use only what any third party can use."""
