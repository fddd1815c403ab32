"""Translates the SAM template into the CloudFormation that is deployed, without an account.

The translator wants a region, code that lies in S3 and a way to look up managed policies; it gets all three from here.

usage: translate.py TEMPLATE TARGET
"""
import json
import sys

from cfnlint.decode.cfn_yaml import loads
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform


class NoPolicies(ManagedPolicyLoader):
    """Knows no managed policy by name: the template names none."""

    def __init__(self):
        super().__init__(None)

    def load(self):
        return {}


def sources(path, code):
    """The template at this path as a document, its functions' code at an address made from their names."""
    with open(path, encoding="utf-8") as file:
        # Through JSON: without the line numbers that the reader keeps.
        template = json.loads(json.dumps(loads(file.read())))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            name = resource["Properties"]["CodeUri"].rsplit("/", 1)[-1]
            resource["Properties"]["CodeUri"] = code.format(name)
    return template


def translated(template):
    """The CloudFormation that a SAM document stands for."""
    return transform(json.loads(json.dumps(template)), {}, NoPolicies())


def main(source, target):
    with open(target, "w", encoding="utf-8") as file:
        json.dump(translated(sources(source, "s3://code/{}.zip")), file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
