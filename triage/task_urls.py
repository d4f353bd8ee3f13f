from django.urls import path

from triage.views import printing, task_templates, tasks

urlpatterns = [
    path("cases/<str:reference>/tasks/add/", tasks.add, name="case-task-add"),
    path("cases/<str:reference>/print/", printing.paper, name="case-print"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<str:reference>/", tasks.task, name="task"),
    path("tasks/<str:reference>/done/", tasks.done, name="task-done"),
    path("tasks/<str:reference>/hand-over/", tasks.hand_over, name="task-hand-over"),
    path("tasks/<str:reference>/not-needed/", tasks.drop, name="task-drop"),
    path("tasks/<str:reference>/again/", tasks.take_up, name="task-take-up"),
    path("task-templates/", task_templates.task_templates, name="task-templates"),
    path("task-templates/add/", task_templates.add, name="task-template-add"),
    path("task-templates/<str:key>/", task_templates.task_template, name="task-template"),
    path("task-templates/<str:key>/change/", task_templates.change, name="task-template-change"),
    path("task-templates/<str:key>/switch/", task_templates.switch, name="task-template-switch"),
]
