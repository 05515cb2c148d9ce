"""Prints what CloudFormation would see: the template with its includes, transformed by SAM's own translator.

Twice, as two deployments an hour apart would see it, in one JSON object: `now` and `later`.
"""

import json
import os
import sys
import time
from pathlib import Path

from samtranslator.parser.parser import Parser
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

HOUR = 3600
# The translator takes code only from where `sam deploy` uploads it to.
UPLOADED = "s3://bucket/key"


class NoManagedPolicies:
    """Names of AWS's managed policies, which would be asked of an account; none is used."""

    def load(self):
        return {}


def included(node, directory):
    """The node with every `AWS::Include` replaced by the file it names, as CloudFormation does."""
    if isinstance(node, list):
        return [included(item, directory) for item in node]
    if not isinstance(node, dict):
        return node
    macro = node.get("Fn::Transform", {})
    if macro.get("Name") == "AWS::Include":
        return json.loads((directory / macro["Parameters"]["Location"]).read_text("utf-8"))
    return {name: included(item, directory) for name, item in node.items()}


def transformed(file, clock):
    template = included(yaml_parse(file.read_text("utf-8")), file.parent)
    template["Globals"]["Function"]["CodeUri"] = UPLOADED
    time.time = lambda: clock
    return transform(template, {}, NoManagedPolicies())


def main():
    file = Path(sys.argv[1])
    # The translator asks for a region although it connects to none.
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    now = time.time()
    both = {"now": transformed(file, now), "later": transformed(file, now + HOUR)}
    json.dump(both, sys.stdout)


main()
