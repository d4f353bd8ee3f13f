"""The people who use CouncilSafe, their roles, and what makes somebody a councillor."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower

from councilsafe.access import Permission, Role, permissions_of
from councilsafe.references import new_reference


class UserQuerySet(models.QuerySet["User"]):
    def with_role(self, role: Role) -> "UserQuerySet":
        """Active people who hold the role, in a steady order."""
        return self.filter(is_active=True, roles__contains=[role.value]).order_by("id")

    def who_may(self, permission: Permission) -> "UserQuerySet":
        roles = [role.value for role in Role if permission in permissions_of([role])]
        return self.filter(is_active=True, roles__overlap=roles).order_by("id")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made by a function
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email__iexact=username)
        return user


def user_reference() -> str:
    return new_reference("U")


class User(AbstractBaseUser):
    """Signs in with an email address. Roles, not rank, say what they may see and do."""

    reference = models.CharField(max_length=20, unique=True, default=user_reference, editable=False)
    email = models.EmailField("email address", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list, blank=True)
    phone = models.CharField("telephone number", max_length=30, blank=True)
    mobile = models.CharField(
        "mobile number", max_length=16, blank=True, help_text="As +447700900982. They have shown that it is theirs."
    )
    wants_texts = models.BooleanField(default=False, help_text="A text message, too, when something cannot wait.")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[role.value for role in Role]), name="user_roles_known"
            ),
            models.CheckConstraint(
                condition=models.Q(mobile="") | models.Q(mobile__regex=r"^\+[1-9][0-9]{6,14}$"), name="user_mobile_e164"
            ),
            models.CheckConstraint(
                condition=models.Q(wants_texts=False) | ~models.Q(mobile=""), name="user_texts_need_mobile"
            ),
        ]
        indexes = [GinIndex(fields=["roles"], name="user_roles")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in self.permissions

    def has_role(self, role: Role) -> bool:
        return role.value in self.roles

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class CouncilType(models.TextChoices):
    PRINCIPAL = "principal", "County, district, borough or unitary council"
    PARISH = "parish", "Parish or town council"


class CouncillorDetails(models.Model):
    """What makes a user a councillor. The council type decides which police arrangements apply (P16)."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="councillor")
    ward = models.CharField(max_length=120)
    group = models.CharField("political group", max_length=120, blank=True, help_text="Empty for an independent.")
    council_type = models.CharField(max_length=20, choices=CouncilType, default=CouncilType.PRINCIPAL)

    class Meta:
        verbose_name_plural = "councillor details"
        constraints = [
            models.CheckConstraint(condition=models.Q(council_type__in=CouncilType.values), name="council_type_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.ward})"
