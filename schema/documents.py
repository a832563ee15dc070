"""GraphQL documents, parsed and validated once: the texts that clients send are few and come again."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    ASTValidationRule,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    KnownFragmentNamesRule,
    NoFragmentCyclesRule,
    OperationDefinitionNode,
    OperationType,
    ValidationContext,
    ValidationRule,
    get_operation_ast,
    parse,
)
from graphql.validation import NoSchemaIntrospectionCustomRule, specified_rules
from strawberry.extensions.max_aliases import create_validator as alias_rule
from strawberry.extensions.query_depth_limiter import create_validator as depth_rule
from strawberry.schema.schema import validate_document

from schema.compiled_document import CompiledDocument
from schema.document_cost import cost_rule

DOCUMENTS_KEPT: Final = 512
DOCUMENT_CHARACTERS: Final = 64 * 1024
DIRECTIVES: Final = 20
SOUND: Final = (KnownFragmentNamesRule, NoFragmentCyclesRule)
"""What must hold before the limits can be counted."""


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """How large a document may be."""

    tokens: int = 1_000
    depth: int = 12
    aliases: int = 20
    root_fields: int = 20
    rows: int = 10_000
    page_size: int = 100


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may be executed, or the errors that forbid it."""

    compiled: CompiledDocument | None
    errors: Sequence[GraphQLError]

    def refusal(self, operation_name: str | None) -> Sequence[GraphQLError]:
        """Why the operation is not executed, if it is none or a subscription or the document is not good."""
        if self.compiled is None:
            return self.errors
        operation = get_operation_ast(self.compiled.document, operation_name)
        if operation is None:
            return [GraphQLError("Name the operation to execute.")]
        if operation.operation is OperationType.SUBSCRIPTION:
            return [GraphQLError("Subscriptions need a WebSocket.", nodes=operation)]
        return self.errors


class Documents:
    """The documents sent lately, by their text."""

    def __init__(self, *, introspection: bool, limits: DocumentLimits | None = None) -> None:
        limits = limits or DocumentLimits()
        extra = [
            alias_rule(limits.aliases),
            depth_rule(limits.depth, None, None),
            root_field_rule(limits.root_fields),
            cost_rule(limits.rows, limits.page_size),
            FewDirectives,
        ]
        self._tokens = limits.tokens
        if not introspection:
            extra.append(NoSchemaIntrospectionCustomRule)
        self._rules: tuple[type[ASTValidationRule], ...] = (*extra, *specified_rules)
        self._hide_suggestions = not introspection
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()

    def prepare(self, schema: GraphQLSchema, text: str) -> Prepared:
        """The document of this text, parsed and validated against the schema."""
        known = self._prepared.get(text)
        if known is None:
            known = self._prepared[text] = self._read(schema, text)
            if len(self._prepared) > DOCUMENTS_KEPT:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(text)
        return known

    def _read(self, schema: GraphQLSchema, text: str) -> Prepared:
        if len(text) > DOCUMENT_CHARACTERS:
            return Prepared(None, [GraphQLError("The document is too long.")])
        try:
            document = parse(text, max_tokens=self._tokens)
        except GraphQLSyntaxError as error:
            return Prepared(None, [error])
        except RecursionError:
            return Prepared(None, [GraphQLError("The document is nested too deep.")])
        limits = self._rules[: -len(specified_rules)]
        try:
            found = (validate_document(schema, document, rules) for rules in (SOUND, limits, self._rules))
            errors = next(filter(None, found), [])
        except ValueError:  # Python reads no number of more than 4,300 digits
            errors = [GraphQLError("A number in the document is too long.")]
        return Prepared(CompiledDocument(document), [self.without_suggestion(error) for error in errors])

    def without_suggestion(self, error: GraphQLError) -> GraphQLError:
        """Where introspection is off, an error does not name what would have been right either."""
        begin = error.message.find(" Did you mean")
        if begin < 0 or not self._hide_suggestions:
            return error
        return GraphQLError(error.message[:begin], nodes=error.nodes, path=error.path)


def root_field_rule(limit: int) -> type[ValidationRule]:
    """At most so many fields at the top of an operation."""

    class FewRootFields(ValidationRule):
        def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
            count = sum(isinstance(selection, FieldNode) for selection in node.selection_set.selections)
            if count > limit:
                self.report_error(GraphQLError(f"An operation has at most {limit} root fields.", nodes=node))

    return FewRootFields


class FewDirectives(ValidationRule):
    """At most DIRECTIVES directives in a document."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._count = 0

    def enter_directive(self, node: Any, *_: Any) -> None:
        self._count += 1
        if self._count == DIRECTIVES + 1:
            self.report_error(GraphQLError(f"A document has at most {DIRECTIVES} directives.", nodes=node))
