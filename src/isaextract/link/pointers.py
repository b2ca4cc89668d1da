"""Which arms of a study a word points at: by drug, by part in the study, by place in the text."""

from __future__ import annotations

from isaextract.lexicon import Lexicon
from isaextract.link.arms import GENERAL
from isaextract.link.context import Context
from isaextract.link.leads import Lead
from isaextract.link.tokens import Kind, Token

ALL_ARMS = ("both_arms", "all_arms")


class Pointers:
    """Resolves the words for arms within one study and sentence."""

    def __init__(self, text: str, lexicon: Lexicon, context: Context) -> None:
        self._text, self._lexicon, self._context = text, lexicon, context

    def resolve(self, token: Token) -> list[int]:
        """The arms that a token names; empty where it names none of this study."""
        arms, context = self._context.arms, self._context
        if token.kind is Kind.ARM:
            number = arms.named(token.drugs, self._tag(token))
            if number < 0 and token.drugs == (GENERAL,):
                number = max(arms.labelled(token.text), self._of_cytotoxics())
            return [number] if number >= 0 else []
        if token.name in ("experimental", "control"):
            number = arms.with_role(token.name)
            return [number] if number >= 0 else []
        if token.name == "first_two":
            return self._listed()[:2]
        if token.name == "latter" and len(self._listed()) > 2:
            return self._listed()[-1:]
        if token.name in ("former", "latter"):
            pair = context.pair or context.order[:2]
            return [pair[token.name == "latter"]] if len(pair) == 2 else []
        if token.name == "label":
            number = arms.labelled(token.tag)
            return [number] if number >= 0 else []
        if token.name == "both_arms":
            tagged = [number for number, draft in enumerate(arms.drafts) if draft.tag]
            if len(tagged) == 2 and self._lexicon.cue("two_usages").search(token.text):
                return tagged
            return list(context.pair) if len(context.order) > 2 and context.pair else context.order[:2]
        return self.introduced()

    def named(self, lead: Lead) -> list[list[int]]:
        """The arms that each token of a lead names; "both" adds nothing where arms stand by name.

        Behind one arm that the sentence named before, "both" starts anew.
        """
        named = [self.resolve(token) for token in lead.arms]
        own = [arms for token, arms in zip(lead.arms, named, strict=True) if token.name not in ALL_ARMS]
        if len({arm for arms in own for arm in arms}) < 2:
            anew = lead.arms and lead.arms[-1].name in ALL_ARMS and len(named[-1]) > 1
            return [[] for _ in named[:-1]] + named[-1:] if anew else named
        return [[] if token.name in ALL_ARMS else arms for token, arms in zip(lead.arms, named, strict=True)]

    def introduced(self) -> list[int]:
        """All arms: in the order that the text set, else, of more than two, in that of their introduction."""
        order = self._context.order
        return sorted(order) if len(order) > 2 and order == self._context.rank else list(order)

    def _of_cytotoxics(self) -> int:
        """The one arm of cytotoxic drugs only, which "chemotherapy" means; ``-1`` if not just one is."""
        drafts = self._context.arms.drafts
        plain = [n for n, draft in enumerate(drafts) if draft.is_cytotoxic(self._lexicon)]
        return plain[0] if len(plain) == 1 else -1

    def _listed(self) -> list[int]:
        """The arms in the order in which the sentence gave their numbers one after the other."""
        said = [arm for run in self._context.said for arm in run.arms]
        listed = list(dict.fromkeys(said))
        return listed if len(listed) > 2 else list(self._context.order)

    def _tag(self, token: Token) -> str:
        """The tag of the arm that a token names with the words before it ("持续 Rd")."""
        before = self._text[max(0, token.start - 12) : token.end]
        tags = [draft.tag for draft in self._context.arms.drafts if draft.tag and draft.drugs == token.drugs]
        fitting = [tag for tag in tags if "".join(before.split()).endswith("".join(tag.split()))]
        if fitting:
            return max(fitting, key=len)
        plain = [tag for tag in tags if token.alias and tag.endswith(f" {token.alias}")]
        return plain[0] if plain else token.tag
