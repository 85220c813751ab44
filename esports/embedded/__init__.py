"""A private PostgreSQL and Valkey for one machine, started, watched and stopped with the product.

`find`        which programs to use
`privilege`   as whom they may run, since PostgreSQL refuses root
`launch`      the little program that becomes that user, ties its life to ours, and execs
`process`     one child process
`folder`      the data folder: one owner, its secrets, what runs there
`postgres`    PostgreSQL
`valkey`      Valkey or Redis
`supervisor`  keeps a set of services alive and stops them in order
"""
