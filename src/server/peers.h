/* The connections that are open: how many each client has, and which of them only hold a place.
 *
 * The HTTP library ends connections on which nothing moves; a client that sends one byte now and then never
 * stands still. So a request must be whole within a time, and an answer taken within ten times that, whatever
 * moves. */
#ifndef SERVER_PEERS_H
#define SERVER_PEERS_H

#include <stdatomic.h>
#include <sys/socket.h>

#include "base/error.h"

typedef struct Peers Peers;

typedef struct Peer {
    struct Peer *next, *previous;
    int fd;
    unsigned char address[16]; /* IPv6, or IPv4 mapped into it */
    bool is_local;             /* this machine: a proxy, which speaks for many */
    _Atomic bool is_answering;
    _Atomic int64_t since_us; /* when the present phase began */
    char name[64];            /* the address as text */
} Peer;

/* all_max: connections at a time; each_max: of one client. */
Peers *peers_open(unsigned all_max, unsigned each_max, int64_t timeout_us);
void peers_close(Peers *peers);
bool peers_accept(Peers *peers, const struct sockaddr *address, socklen_t size);
Peer *peers_add(Peers *peers, int fd, const struct sockaddr *address);
void peers_remove(Peers *peers, Peer *peer);
void peer_begin(Peer *peer); /* a request is whole */
void peer_end(Peer *peer);   /* its answer is sent */
unsigned peers_answering(Peers *peers);
unsigned peers_count(Peers *peers); /* open connections */
void peers_end_slow(Peers *peers);  /* closes what took too long; called once a second */

#endif
