# One call of the control API by boto, for boto-client.ts: the call's name and its arguments as JSON come
# in as arguments, the answer goes out as one line of JSON.
#
# The only thing changed in boto: for API version 2008-06-30, which it has outgrown, the version is set and
# an origin writes itself as <Origin>, the form that version has.
import json
import sys

from boto.cloudfront import CloudFrontConnection
from boto.cloudfront.exception import CloudFrontServerError
from boto.cloudfront.origin import S3Origin


class OldOrigin(object):
    def __init__(self, host):
        self.host = host

    def to_xml(self):
        return '  <Origin>%s</Origin>\n' % self.host


def connect(at):
    connection = CloudFrontConnection(at['accessKeyId'], at['secretAccessKey'], host='localhost', port=at['port'])
    connection.Version = at['version']
    if not at['isSecure']:
        connection.is_secure = False
        connection.protocol = 'http'
    return connection


def origin_of(connection, host):
    return OldOrigin(host) if connection.Version == '2008-06-30' else S3Origin(host)


def facts(distribution):
    config = distribution.config
    return {
        'id': distribution.id,
        'domainName': distribution.domain_name,
        'status': distribution.status,
        'isEnabled': config.enabled,
        'aliases': config.cnames,
        'comment': config.comment,
    }


def batch(invalidation):
    return {'id': invalidation.id, 'status': invalidation.status}


def create(connection, bucketHost, callerReference, alias, comment):
    origin = origin_of(connection, bucketHost)
    return facts(connection.create_distribution(origin, True, callerReference, [alias], comment))


def list_(connection):
    return [summary.id for summary in connection.get_all_distributions()]


def read(connection, id):
    return facts(connection.get_distribution_info(id))


def update(connection, id, change):
    config = connection.get_distribution_config(id)
    # boto reads <Origin> into an attribute of that name.
    host = getattr(config, 'Origin', None)
    if host is not None:
        config.origin = origin_of(connection, host)
    config.enabled = change.get('isEnabled', config.enabled)
    config.cnames = change.get('aliases', config.cnames)
    config.comment = change.get('comment', config.comment)
    connection.set_distribution_config(id, config.etag, config)


def delete(connection, id):
    connection.delete_distribution(id, connection.get_distribution_config(id).etag)


def invalidate(connection, id, path):
    return batch(connection.create_invalidation_request(id, [path]))


def read_invalidation(connection, id, invalidationId):
    listed = [summary.id for summary in connection.get_invalidation_requests(id)]
    if invalidationId not in listed:
        raise Exception('%s is not among the invalidations %s' % (invalidationId, listed))
    return batch(connection.invalidation_request_status(id, invalidationId))


CALLS = {
    'create': create,
    'list': list_,
    'read': read,
    'update': update,
    'delete': delete,
    'invalidate': invalidate,
    'readInvalidation': read_invalidation,
}


def main(at, call, arguments):
    try:
        answer = {'value': CALLS[call](connect(json.loads(at)), **json.loads(arguments))}
    except CloudFrontServerError as error:
        answer = {'refused': {'code': error.error_code, 'message': error.error_message}}
    print(json.dumps(answer))


main(*sys.argv[1:])
