"""A desk of the route: a node that waits for a person, and knows its case, its moment and its owner."""

from __future__ import annotations

from typing import Any

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.status import STATUS

from workflow import ownership, stages


class DeskActivation(HandleActivation):
    """Opens a desk for its owner and closes it at the moment of the act (``process.at``), not of the machine."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Activation, token: Any, data: Any = None, seed: Any = None
    ) -> DeskActivation:
        process = prev_activation.process
        task = flow_task.flow_class.task_class(
            process=process, flow_task=flow_task, token=token, case=process.case, created=process.at
        )
        task.data, task.seed = data or {}, seed
        stages.begin(task, process)
        ownership.settle(process.case, task, by=process.by, at=process.at)
        task.save()
        task.previous.add(prev_activation.task)
        process.entered = task
        return cls(task)

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        self.task.finished = self.process.at
        self.task.save()


class Desk(flow.Handle):
    activation_class = DeskActivation
