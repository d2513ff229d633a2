import type { ItemResult } from '../sources/changes.ts'
import type { Group } from '../sources/groups.ts'
import type { SharedFile } from '../sources/shared-files.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { GroupType, groupOf } from './group.ts'
import { ONE_CALL_EACH, RESULTS, resultType } from './item-result.ts'
import { UserType } from './user.ts'

const SharedFileType = builder.objectRef<SharedFile>('SharedFile').implement({
  description: 'A file that the members of a group share.',
  fields: (t) => ({
    fileId: t.exposeID('id', { nullable: false, description: 'Its id in the service.' }),
    name: t.exposeString('name', { description: 'The name it was uploaded with.' }),
    uploader: t.expose('uploader', {
      type: UserType,
      description: 'Who shared it. What came through the REST API was shared by `admin`.',
    }),
    sizeBytes: t.exposeInt('sizeBytes', { description: 'How large it is, in bytes: 10 MB at most.' }),
    uploadedAt: t.expose('uploadedAt', { type: 'DateTime', description: 'When it was shared.' }),
    downloadUrl: t.string({
      description:
        'Where the file is, at this server, for whoever has this address and for some time (`FILE_URL_SECONDS`). Costs nothing until it is opened.',
      resolve: (file, _args, { files }) => files.linkOfShared(file),
    }),
  }),
})

const SharedFileConnection = builder.connectionObject(
  { type: SharedFileType, name: 'SharedFileConnection', description: 'A page of shared files.' },
  { name: 'SharedFileEdge', description: 'A shared file, and its place in the list.' },
)

builder.objectField(GroupType, 'sharedFiles', (t) =>
  t.field({
    type: SharedFileConnection,
    description: `Files that its members share, newest first. Cost: 1 call per 100 files, for each group. ${AT_MOST}`,
    ...paged({
      page: (group: Group, request, { groups }) => groups.sharedFiles(group, request),
      edge: (node) => ({ node }),
    }),
  }),
)

const SharedFileResultType = resultType('SharedFileResult', {
  name: 'fileId',
  noun: 'file',
  description: 'The id of the file.',
})

const DeleteGroupSharedFilesInput = builder.inputType('DeleteGroupSharedFilesInput', {
  description: 'Shared files of one group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: 'The group, by its id in the service.' }),
    fileIds: t.idList({ required: true, description: 'The ids of files, any number of them.' }),
  }),
})

const DeleteGroupSharedFilesPayload = builder
  .objectRef<{ readonly group: Group; readonly results: readonly ItemResult[] }>(
    'DeleteGroupSharedFilesPayload',
  )
  .implement({
    description: 'A group after some of its files went.',
    fields: (t) => ({
      group: t.expose('group', { type: GroupType, nullable: false, description: 'The group as it is now.' }),
      results: t.expose('results', { type: [SharedFileResultType], nullable: false, description: RESULTS }),
    }),
  })

builder.mutationField('deleteGroupSharedFiles', (t) =>
  t.field({
    type: DeleteGroupSharedFilesPayload,
    description: `Deletes shared files of a group. NOT_FOUND for a file that is not there, or for the whole when the group is not. ${ONE_CALL_EACH}`,
    args: {
      input: t.arg({ type: DeleteGroupSharedFilesInput, required: true, description: 'Which, and where.' }),
    },
    resolve: async (_root, { input: { groupId, fileIds } }, { groups }) => ({
      results: await groups.deleteSharedFiles(groupId, fileIds),
      group: groupOf(groupId),
    }),
  }),
)

const UploadSharedFilePayload = builder
  .objectRef<{ readonly group: Group; readonly file: SharedFile }>('UploadSharedFilePayload')
  .implement({
    description: 'A group after a file was shared in it.',
    fields: (t) => ({
      group: t.expose('group', { type: GroupType, nullable: false, description: 'The group as it is now.' }),
      file: t.expose('file', { type: SharedFileType, nullable: false, description: 'The file.' }),
    }),
  })

builder.mutationField('uploadSharedFile', (t) =>
  t.field({
    type: UploadSharedFilePayload,
    description:
      'Shares a file of at most 1 MB in a group; larger ones are sent to `POST /files?group={groupId}`. The service calls the uploader `admin`. Cost: 1 call.',
    args: {
      groupId: t.arg.id({ required: true, description: 'The group, by its id in the service.' }),
      upload: t.arg({ type: 'Upload', required: true, description: 'The file.' }),
    },
    resolve: async (_root, { groupId, upload }, { files }) => ({
      file: await files.share(groupId, files.checked(upload, 'upload')),
      group: groupOf(groupId),
    }),
  }),
)
