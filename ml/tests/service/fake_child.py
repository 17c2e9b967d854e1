"""The process that trains, with the quick forecaster and without MLflow, which takes seconds to import."""

from service_fakes import FakeCore, NoTracking

from tidemark_ml.service.child import work

work(FakeCore(), NoTracking)
