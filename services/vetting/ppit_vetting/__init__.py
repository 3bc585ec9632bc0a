"""Vets applicants for public money: findings with source and date, a recommendation, a human decision."""
