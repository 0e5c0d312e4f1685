"""What a holder keeps and shows: a portfolio, badges from elsewhere, certificates on paper."""
