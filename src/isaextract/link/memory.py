"""What a sentence says of its arms, kept for its later numbers: their order, who did better, who is meant."""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.link.context import Said
from isaextract.link.leads import Lead
from isaextract.link.scene import Scene
from isaextract.link.tokens import Kind, Token

_COLONS = (":", "：")


class Memory:
    """Writes into a study's context what the runs of a sentence say of its arms."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._context = scene, scene.context

    def note(self, lead: Lead) -> None:
        """Keep which arms the words before a run name, and the comparison that heads a list."""
        self._keep_claim(lead)
        if self._context.closed and lead.stopped and lead.ends and not lead.arms:
            self._context.single = -1  # another endpoint, and both arms have had their numbers
        if lead.earlier:
            before = [self._scene.pointers.resolve(token) for token in lead.earlier]
            self.keep_order(list(dict.fromkeys(arms[0] for arms in before if len(arms) == 1)), firm=True)
        named = self._scene.pointers.named(lead)
        alone = [(arms[0], n in lead.relative) for n, arms in enumerate(named) if len(arms) == 1]
        spoken = [arm for arm, relative in alone if not relative]
        several = len({arm for arm, _ in alone}) > 1
        if spoken:
            self._context.subject = -1 if several else spoken[-1]
        if several and not lead.ratio:
            partners = [arm for arm, relative in alone if relative]
            self.keep_order(list(dict.fromkeys([*spoken, *partners])), firm=True)

    def _keep_claim(self, lead: Lead) -> None:
        """ "X patients did better on Y: ORR, ...": a comparison before endpoints holds for all."""
        if not lead.ends:
            return
        first = lead.ends[0].token.start
        verdicts = (t for t in lead.comparatives if t.end <= first and t.name in ("better", "worse"))
        cue = next(verdicts, None)
        if cue is None or not any(colon in self._scene.text[cue.end : first] for colon in _COLONS):
            return
        named = [t for t in lead.arms if t.end <= first and not _is_set_against(t, lead)]
        arms = self._scene.pointers.resolve(named[-1]) if named else []
        if len(arms) == 1:
            self._context.better = (arms[0], cue.name == "better")

    def keep_order(self, named: Sequence[int], *, firm: bool) -> None:
        """Keep the order in which arms were named; two of more arms are only a pair."""
        context = self._context
        if len(named) >= 2:
            context.firm = firm or (context.firm and list(named[:2]) == context.pair)
            context.pair = list(named[:2]) if len(named) == 2 else []
            context.kept = True
        if len(named) >= min(len(context.order), 3):
            context.order = [*named, *(arm for arm in context.order if arm not in named)]

    def keep_run(self, said: Said, *, rising: bool, named: bool) -> None:
        """Keep a run that has been read: the order of its arms, or the one arm that its words name.

        A ``rising`` run, from control to treatment, or one of "the former", sets no order.
        """
        context = self._context
        before = context.said[-1] if context.said else None
        context.closed = False
        context.said.append(said)
        if len(set(said.arms)) >= 2:
            context.single = -1
            if not rising and min(said.arms) >= 0:
                self.keep_order(list(dict.fromkeys(said.arms)), firm=False)
        elif said.arms and named:
            context.single = said.arms[0]
            if before is not None and len(before.arms) == 1 and before.arms != said.arms and not rising:
                self.keep_order(list(dict.fromkeys([*before.arms, *said.arms])), firm=False)
                context.closed = before.ends[-1:] == said.ends[-1:]
                context.kept = False  # each number with its arm: an order for this sentence only


def _is_set_against(token: Token, lead: Lead) -> bool:
    """Whether "over", "than" or "versus" leads to an arm: it is what another one is compared with."""
    before = [t for t in lead.tokens if t.end <= token.start and t.kind is Kind.CUE]
    return bool(before) and before[-1].name in ("relative", "versus")
