/* One item as an importer found it: a page, a feed entry, a file. All slices live until the importer's next
 * step. */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "model/stated.h"

typedef enum RecordKind {
    RECORD_RESPONSE,   /* an HTTP answer */
    RECORD_RESOURCE,   /* bytes without HTTP: a file, an export item */
    RECORD_CONVERSION, /* text made from a page (WET) */
    RECORD_REVISIT,    /* the same bytes as an earlier capture */
    RECORD_REQUEST,
    RECORD_METADATA,
    RECORD_WARCINFO,
    RECORD_OTHER
} RecordKind;

typedef enum BodyKind {
    BODY_NONE, /* nothing to show: a request, an empty answer */
    BODY_HTML,
    BODY_TEXT, /* a text capture: a page of which only the text is left */
    BODY_IMAGE,
    BODY_STATED, /* an export's item, a feed, a news exchange document: `stated` holds what it says */
    BODY_OTHER   /* kept, counted, addressable */
} BodyKind;

typedef struct Record {
    RecordKind kind;
    BodyKind body_kind; /* told from media type and bytes */
    Slice url;          /* as given, absolute; empty if unknown */
    Slice referred_url; /* revisit: the URL of the capture meant, if told */
    int64_t referred_s; /* revisit: when that was captured, Unix seconds; 0 unknown */
    int64_t captured_s; /* Unix seconds UTC; 0 if unknown */
    int http_status;    /* 0 if there was no HTTP */
    Slice redirect;     /* Location of a 3xx, as given */
    Slice media_type;   /* lower case without parameters; empty if unknown */
    Slice charset;      /* of the Content-Type header, as given */
    Slice body;         /* the page's own bytes: transfer and content coding undone */
    bool is_body_cut;   /* the coding was damaged or the record truncated: body is what could be read */

    Slice warc; /* the WARC record whole, header and block, without the closing CR LF CR LF, if it came as one
                 */
    Slice
        block; /* the block of that record (for a file that came otherwise, its bytes; warc is then empty) */
    Slice sidecar; /* of a picture file: the bytes of the XMP file that lies beside it; empty otherwise */
    Slice digest_given;   /* payload digest as the record tells it, e.g. "sha1:..." */
    Slice payload_sha1;   /* by import_decode: the same in hexadecimal where it is a SHA-1; empty otherwise */
    bool is_digest_wrong; /* the given block or payload digest does not match */

    const Stated *stated; /* by import_decode: what a structured source says, thing by thing */
    size_t stated_count;

    bool is_mapped; /* warc and block are pieces of a mapped file, perhaps larger than memory */

    uint64_t source_begin; /* where it lies in its source: byte offset in the file (compressed), or number in
                              a folder */
    uint64_t source_end;   /* where the next begins; reading may be taken up again there */
    Slice source_path;     /* the file it came from (for a folder: relative path) */
    int64_t file_time_s;   /* last change of that file where it came as a file; 0 otherwise */
} Record;

#endif
