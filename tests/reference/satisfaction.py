"""Satisfaction, and the survey that asks (ODD 7.20, E18)."""

from __future__ import annotations

from reference import night
from reference.numbers import f32
from reference.randomness import Draws
from reference.state import Recipient, Unit, World


def after_visit(
    world: World, person: Recipient, quality: float, familiarity: float, new_face: bool, late: bool
) -> None:
    """A visit that was made."""
    constants = world.constants
    worth = f32(constants["satisfaction.base"])
    if new_face:
        worth = f32(worth + f32(constants["satisfaction.new_face"]))
    if late:
        worth = f32(worth + f32(constants["satisfaction.late"]))
    worth = f32(worth + f32(f32(constants["satisfaction.quality"]) * quality))
    worth = f32(worth + f32(f32(constants["satisfaction.familiarity"]) * familiarity))
    settle(world, person, worth)


def after_missed(world: World, person: Recipient) -> None:
    """A missed visit counts as an ordinary one with a loss."""
    constants = world.constants
    usual = constants["satisfaction.base"] + constants["satisfaction.quality"] * constants["experience.base"]
    settle(world, person, f32(usual + constants["satisfaction.missed"]))


def settle(world: World, person: Recipient, worth: float) -> None:
    """Standing satisfaction moves towards what a visit is worth, faster downwards."""
    constants = world.constants
    rate = f32(constants["satisfaction.visit_weight"])
    if worth < person.satisfaction:
        rate = f32(rate * f32(constants["satisfaction.loss_weight"]))
    person.satisfaction = f32(person.satisfaction + f32(rate * f32(worth - person.satisfaction)))


def survey(world: World, unit: Unit) -> None:
    """Every 14 days a share answers, some through someone else."""
    constants, counted = world.constants, unit.counted
    for person in unit.recipients:
        counted.satisfaction_people += 1
        counted.satisfaction_sum += person.satisfaction
        counted.awareness_sum += person.awareness
        draws = Draws(world.keys.today("survey", person.identity, world.day))
        answers, proxy = draws.u(), draws.u()
        if answers >= constants["survey.response"]:
            continue
        said = person.satisfaction + person.leniency
        if proxy < constants["survey.proxy_share"]:
            said += constants["survey.proxy_shift"]
        if night.supervised(world, unit, person):
            said += constants["night.supervision_effect"]
        counted.survey_answers += 1
        unit.answers += 1
        unit.satisfied += said >= constants["survey.fairly"]
        if said >= constants["survey.very"]:
            counted.survey_very += 1
        elif said >= constants["survey.fairly"]:
            counted.survey_fairly += 1
        elif said >= constants["survey.neither"]:
            counted.survey_neither += 1
