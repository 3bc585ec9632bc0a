"""Vets applicants for public money: findings, a recommendation, and a human's decision."""
