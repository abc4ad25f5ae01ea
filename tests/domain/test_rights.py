from __future__ import annotations

from phony.domain.keys import Scope
from phony.domain.rights import GRANTED, Right


def test_each_scope_includes_the_ones_before_it() -> None:
    read, operate, admin = (GRANTED[scope] for scope in Scope)
    assert read < operate < admin
    assert read == {Right.READ}
    assert operate - read == {Right.OPERATE}
    assert admin - operate == {Right.CHANGE, Right.KEYS}


def test_a_right_is_granted_by_a_scope_or_needs_nobody_to_be_known() -> None:
    granted = {right: right.scope for right in Right if right.scope is not None}
    assert granted == {
        Right.READ: Scope.READ,
        Right.OPERATE: Scope.OPERATE,
        Right.CHANGE: Scope.ADMIN,
        Right.KEYS: Scope.ADMIN,
    }
    assert {right for right in Right if right.proves_itself} == {
        Right.OPEN,
        Right.SIGNED,
        Right.TOKEN,
    }
