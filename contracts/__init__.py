"""What a record is: one JSON Schema per kind, the only place its shape is written."""

from contracts.kinds import KINDS, Contract, contract_of

__all__ = ["KINDS", "Contract", "contract_of"]
